// Notices that nobody is there, warns, and locks. All open pages of one browser share one clock.

/** How long before the lock we warn: long enough to put down a cup. */
const WARNING_MS = 2 * 60_000;
/** A working colleague's session is kept awake this often; the service has its own clock. */
const KEEP_AWAKE_MS = 4 * 60_000;

/**
 * @typedef {object} Watch
 * @property {() => void} stay starts the clock again
 * @property {() => void} stop
 */

/**
 * @param {object} options
 * @param {number} options.minutes
 * @param {(msLeft: number) => void} options.warn called every few seconds while the lock is near
 * @param {() => void} options.calm called when somebody is back
 * @param {() => void} options.lock
 * @param {() => void} options.keepAwake
 * @returns {Watch}
 */
export function watchIdle({ minutes, warn, calm, lock, keepAwake }) {
  const limit = minutes * 60_000;
  const channel = new BroadcastChannel("staff-activity");
  const stopped = new AbortController();
  let last = Date.now();
  let told = last;
  let kept = last;
  let warning = false;

  const stay = () => {
    last = Date.now();
    if (last - told > 5_000 || warning) {
      told = last;
      channel.postMessage("here");
    }
    if (last - kept > KEEP_AWAKE_MS || warning) {
      kept = last;
      keepAwake();
    }
    if (warning) {
      warning = false;
      calm();
    }
  };
  const noticed = () => {
    // While the warning is up, only its own button counts: a nudged mouse is nobody.
    if (!warning && Date.now() - last < limit) stay();
  };
  const stop = () => {
    stopped.abort();
    clearInterval(timer);
    channel.close();
  };
  // Timers sleep in hidden pages and closed laptops, so each tick compares times.
  const tick = () => {
    const left = last + limit - Date.now();
    if (left <= 0) {
      stop();
      lock();
    } else if (left <= WARNING_MS) {
      warning = true;
      warn(left);
    }
  };

  channel.onmessage = () => {
    last = Date.now();
    if (warning) {
      warning = false;
      calm();
    }
  };
  for (const event of ["pointerdown", "keydown", "wheel", "touchstart", "input"]) {
    addEventListener(event, noticed, { passive: true, capture: true, signal: stopped.signal });
  }
  document.addEventListener("visibilitychange", tick, { signal: stopped.signal });
  const timer = setInterval(tick, 5_000);
  return { stay, stop };
}

// A browser as a person has it before them, and what must never happen in it.
import { chromium } from "./tools.mjs";

const PROGRAM = "/usr/bin/chromium";
const SWITCHES = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1280, height: 800 } };
/** A page may ask who is signed in, and be told nobody. */
const ASKING = /\/(session|sync)$/;

export class Browser {
  static async launch(origin) {
    return new Browser(await chromium.launch({ executablePath: PROGRAM, args: SWITCHES }), origin);
  }

  constructor(browser, origin) {
    this.browser = browser;
    this.origin = origin;
    /** What happened that must not. @type {string[]} */
    this.faults = [];
  }

  /** A phone held upright. */
  phone(name, more = {}) {
    return this.#open(name, { ...PHONE, ...more });
  }

  /** A screen on a desk. */
  desk(name, more = {}) {
    return this.#open(name, { ...DESK, ...more });
  }

  async #open(name, options) {
    const context = await this.browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    this.#watch(name, context);
    return page;
  }

  /** No fault of a script, no word on the console, no request elsewhere, no answer that nobody counts on. */
  #watch(name, context) {
    const fault = (what) => this.faults.push(`${name}: ${what}`);
    /** Refusals that a scene brings about on purpose. */
    context.expected = new Set();
    context.on("weberror", (error) => fault(`a script failed: ${error.error().stack}`));
    context.on("console", (message) => {
      const words = message.text();
      // The browser says this of every refusal; the answers themselves are watched below.
      if (words.startsWith("Failed to load resource")) return;
      if (["error", "warning"].includes(message.type())) fault(`on the console: ${words} (${message.location().url})`);
    });
    context.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== this.origin) fault(`a request to ${request.url()}`);
    });
    context.on("response", (response) => {
      const path = new URL(response.url()).pathname;
      const status = response.status();
      if (status < 400 || (status === 401 && ASKING.test(path)) || context.expected.has(status)) return;
      fault(`${response.request().method()} ${path} was answered with ${status}`);
    });
  }

  close() {
    return this.browser.close();
  }
}

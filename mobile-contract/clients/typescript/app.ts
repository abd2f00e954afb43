// An app without its screens: getting in, staying in, fetching, asking, and answering with or without a signal.
// `client/` beside this file is generated from the document; see ../../build-an-app.md.

import {
  type AnswerGiven, type AnswerSource, type CheckIn, CheckInsApi, Configuration, type FetchAPI, type Problem, type Reading, ResponseError, SignInApi,
  type Step, type Sync, type Taken, type Tokens,
} from "./client/index.js";
import { type Codes, questions } from "./questions.js";

/** What the platform keeps for us, encrypted. On a shared phone it keeps nothing and only remembers. */
export interface Safe {
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  empty(): Promise<void>;
}

/** Whose words an answer is, and which wording they read. */
export interface Voice {
  source: AnswerSource;
  helper?: string;
  reading: Reading;
}

/** What somebody said to a question. */
export type Said = { codes: string[] } | { text: string } | { skipped: true };

/** Something that waits to be sent: an answer, or the word that a check-in is finished. */
interface Waiting {
  checkIn: string;
  voice: Voice;
  answer?: AnswerGiven;
}

/** How a sending went. */
export interface Sent {
  /** Pages to show now, before anything else. Pass over those that this app does not know. */
  pages: string[];
  /** What the service does not take; sending it again would not help. */
  refused: AnswerGiven[];
  /** Something still waits. */
  waiting: boolean;
  /** After how many seconds to try again, if the service said so. */
  after?: number;
}

/** Nobody is signed in on this phone any more. Ask for a new invitation. */
export class SignedOut extends Error {}

const MOST_ANSWERS = 100;
/** What could not be sent for so long is forgotten. */
const LONGEST_WAIT_MS = 14 * 24 * 3600 * 1000;

export class App {
  private readonly signing: SignInApi;
  private readonly signed: SignInApi;
  private readonly checkIns: CheckInsApi;
  private tokens: Tokens | undefined;
  private kept: { etag: string; sync: Sync } | undefined;
  private waiting: Waiting[] = [];
  private refreshing: Promise<void> | undefined;
  private sending: Promise<Sent> | undefined;

  private constructor(
    private readonly safe: Safe,
    base: string,
    fetchApi: FetchAPI,
    private readonly now: () => Date,
  ) {
    const common = { basePath: `${base}/young-person/v1`, fetchApi, headers: { "User-Agent": "example-app/1.0" } };
    this.signing = new SignInApi(new Configuration(common));
    const withToken = new Configuration({ ...common, accessToken: async () => this.tokens?.access_token ?? "" });
    this.signed = new SignInApi(withToken);
    this.checkIns = new CheckInsApi(withToken);
  }

  /** Starts the app with what it kept. @param base where the service is, like `https://throughline.example` */
  static async open(safe: Safe, base: string, fetchApi: FetchAPI = fetch, now = () => new Date()): Promise<App> {
    const app = new App(safe, base, fetchApi, now);
    const read = async (name: string) => JSON.parse((await safe.read(name)) ?? "null") ?? undefined;
    app.tokens = await read("tokens");
    app.kept = await read("sync");
    const tooOld = new Date(now().getTime() - LONGEST_WAIT_MS).toISOString();
    app.waiting = ((await read("waiting")) ?? []).filter(({ answer }: Waiting) => !answer || answer.answered_at > tooOld);
    return app;
  }

  // ── Getting in, staying in ────────────────────────────────────────────────────────────────────────────────────────

  /** Whether a link's token or a typed code works. Then ask for the birthday, and whether others use the phone. */
  async tryCode(secret: string): Promise<boolean> {
    try {
      await this.signing.openInvitation({ invitationSecret: { secret } });
      return true;
    } catch (error) {
      if ((await problemOf(error))?.type === "/problems/invitation-not-found") return false;
      throw error;
    }
  }

  /** Signs in. False: the birthday does not match. */
  async signIn(secret: string, birthday: { day: number; month: number }, sharedPhone: boolean): Promise<boolean> {
    try {
      const accepted = await this.signing.acceptInvitation({
        acceptance: { secret, birth_day: birthday.day, birth_month: birthday.month, client: "app", shared_phone: sharedPhone },
      });
      await this.keepTokens(accepted.tokens);
      return true;
    } catch (error) {
      if ((await problemOf(error))?.type === "/problems/birthday-does-not-match") return false;
      throw error;
    }
  }

  async signOut(): Promise<void> {
    await this.withToken(() => this.signed.signOut());
    await this.forget();
  }

  private async keepTokens(tokens: Tokens | undefined): Promise<void> {
    if (!tokens) throw new Error("an app gets tokens");
    this.tokens = tokens;
    await this.safe.write("tokens", JSON.stringify(tokens));
  }

  private async forget(): Promise<void> {
    this.tokens = this.kept = undefined;
    this.waiting = [];
    await this.safe.empty();
  }

  /** Does something for which one must be signed in. If the token has run out, swaps it and does it once more. */
  private async withToken<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
      // Calls that fail together share one swap: a second one would use the refresh token twice.
      await (this.refreshing ??= this.refresh().finally(() => (this.refreshing = undefined)));
      return call();
    }
  }

  private async refresh(): Promise<void> {
    try {
      if (!this.tokens) throw new SignedOut();
      const refresh = { refresh_token: this.tokens.refresh_token };
      const swap = () => this.signing.refreshSession({ refresh });
      // If the answer is lost, the same token works once more, but only within 30 seconds: try at once.
      await this.keepTokens(await swap().catch((error) => (statusOf(error) === undefined ? swap() : Promise.reject(error))));
    } catch (error) {
      if (statusOf(error) !== 401 && !(error instanceof SignedOut)) throw error;
      await this.forget();
      throw new SignedOut();
    }
  }

  // ── Fetching ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What there is now. Send what waits first, so that it is counted in. */
  async sync(): Promise<Sync> {
    try {
      const reply = await this.withToken(() => this.checkIns.syncPhoneRaw(this.kept ? { ifNoneMatch: this.kept.etag } : {}));
      const sync = await reply.value();
      this.kept = { etag: reply.raw.headers.get("ETag") ?? "", sync };
      await this.safe.write("sync", JSON.stringify(this.kept));
      return sync;
    } catch (error) {
      if (this.kept && statusOf(error) === 304) return this.kept.sync;
      throw error;
    }
  }

  /** What was fetched last, to show at once and without a signal. */
  get latest(): Sync | undefined {
    return this.kept?.sync;
  }

  /** The questions of a check-in that are to be asked, in order, as things stand. */
  questions(checkIn: CheckIn): Step[] {
    const latest = this.kept?.sync.check_ins.find(({ id }) => id === checkIn.id) ?? checkIn;
    const said = new Map<string, Codes>(latest.answers.map(({ key, codes }) => [key, codes]));
    for (const { checkIn: id, answer } of this.waiting) if (answer && id === checkIn.id) said.set(answer.key, answer.codes ?? []);
    return questions(checkIn, said);
  }

  // ── Answering ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Keeps an answer, and sends it if it can be sent. */
  async answer(checkIn: CheckIn, step: Step, said: Said, voice: Voice): Promise<Sent> {
    if (!step.stored) return { pages: [], refused: [], waiting: this.waiting.length > 0 };
    const answer: AnswerGiven = { key: step.key, answered_at: this.now().toISOString(), ...said };
    const isReplaced = (each: Waiting) => each.checkIn === checkIn.id && each.answer?.key === step.key;
    await this.keepWaiting([...this.waiting.filter((each) => !isReplaced(each)), { checkIn: checkIn.id, voice, answer }]);
    return this.send();
  }

  async finish(checkIn: CheckIn, voice: Voice): Promise<Sent> {
    await this.keepWaiting([...this.waiting, { checkIn: checkIn.id, voice }]);
    return this.send();
  }

  /** Sends what waits: when something is answered, when the app opens, when there is a signal again. */
  async send(): Promise<Sent> {
    // What is answered while something is sent goes with the next round.
    await this.sending?.catch(() => undefined);
    return (this.sending ??= this.sendAll().finally(() => (this.sending = undefined)));
  }

  private async sendAll(): Promise<Sent> {
    const sent: Sent = { pages: [], refused: [], waiting: false };
    for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) {
      try {
        const taken = await this.sendBatch(batch);
        sent.pages.push(...taken.pages);
        await this.heard(batch, taken);
      } catch (error) {
        if (error instanceof SignedOut) throw error;
        const problem = await problemOf(error);
        const refused = problem && refusedIn(batch, problem);
        if (!refused) {
          const after = error instanceof ResponseError ? Number(error.response.headers.get("Retry-After")) : 0;
          return { ...sent, waiting: true, ...(after > 0 ? { after } : {}) };
        }
        sent.refused.push(...refused.flatMap(({ answer }) => answer ?? []));
        await this.drop(refused);
      }
    }
    return sent;
  }

  /** What can go in one request: one check-in, in the words of one speaker. */
  private nextBatch(): Waiting[] {
    const [first] = this.waiting;
    if (!first) return [];
    const like = ({ checkIn, voice }: Waiting) => JSON.stringify([checkIn, voice.source, voice.helper, voice.reading]);
    return this.waiting.filter((each) => like(each) === like(first)).slice(0, MOST_ANSWERS);
  }

  private sendBatch(batch: Waiting[]) {
    const [{ checkIn, voice }] = batch as [Waiting];
    const finished = batch.some(({ answer }) => !answer);
    const answers = { ...voice, finished, answers: batch.flatMap(({ answer }) => answer ?? []) };
    return this.withToken(() => this.checkIns.sendAnswers({ checkInId: checkIn, answers }));
  }

  /** The service has these answers now, and says which count. */
  private async heard(batch: Waiting[], taken: Taken): Promise<void> {
    for (const checkIn of this.kept?.sync.check_ins ?? []) if (checkIn.id === batch[0]?.checkIn) checkIn.answers = taken.answers;
    if (this.kept) await this.safe.write("sync", JSON.stringify(this.kept));
    await this.drop(batch);
  }

  private drop(gone: Waiting[]): Promise<void> {
    return this.keepWaiting(this.waiting.filter((each) => !gone.includes(each)));
  }

  private async keepWaiting(waiting: Waiting[]): Promise<void> {
    this.waiting = waiting;
    await this.safe.write("waiting", JSON.stringify(waiting));
  }
}

/** What of a batch must not be sent again, or nothing if all of it may be. */
function refusedIn(batch: Waiting[], { type, status, errors }: Problem): Waiting[] | undefined {
  if (type === "/problems/check-in-closed") return batch;
  if (![400, 403, 404, 405, 413, 415, 422].includes(status)) return undefined;
  // One answer that does not fit costs that answer and not the rest, although none was kept.
  const answers = batch.filter(({ answer }) => answer);
  const named = (errors ?? []).flatMap(({ pointer }) => answers[Number(/^\/answers\/(\d+)/.exec(pointer)?.[1] ?? NaN)] ?? []);
  return named.length > 0 ? named : batch;
}

/** The status of an answer that is not a success; nothing if there was no answer at all. */
function statusOf(error: unknown): number | undefined {
  return error instanceof ResponseError ? error.response.status : undefined;
}

/** What the service says is wrong, if it was the service that answered. */
async function problemOf(error: unknown): Promise<Problem | undefined> {
  const json = error instanceof ResponseError && error.response.headers.get("Content-Type")?.startsWith("application/problem+json");
  return json ? ((await error.response.clone().json()) as Problem) : undefined;
}

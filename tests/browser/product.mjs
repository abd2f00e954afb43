// The program itself, on a database of its own in a folder that goes with the run, and with a post office that takes what
// it sends.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PostOffice } from "./post-office.mjs";

/** The demonstration plays 18 months first, and the debug build takes its time over them. */
const READY_WITHIN_MS = 300_000;

export class Product {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #service;
  #log = "";

  /** @param {string} program @param {Record<string, string>} [settings] more of its environment */
  static async fresh(program, settings = {}) {
    return new Product(program, await freePort(), await PostOffice.start(), settings);
  }

  constructor(program, port, post, settings) {
    // It runs in a folder of its own.
    this.program = resolve(program);
    this.post = post;
    this.folder = mkdtempSync(join(tmpdir(), "throughline-walk-"));
    // By name: no browser makes a passkey for a number.
    this.url = `http://localhost:${port}`;
    this.environment = {
      PATH: process.env.PATH,
      THROUGHLINE_DATABASE_URL: `sqlite://${this.folder}/walk.db`,
      THROUGHLINE_LISTEN: `127.0.0.1:${port}`,
      THROUGHLINE_PUBLIC_URL: this.url,
      ...post.settings,
      ...settings,
    };
  }

  /** Runs a command to its end. */
  run(...args) {
    return new Promise((resolve, reject) => {
      const child = spawn(this.program, args, { env: this.environment, cwd: this.folder });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
      child.on("error", reject);
      child.on("close", (status) => resolve({ status, output }));
    });
  }

  /** Runs a command that has to work, and gives back what it said. */
  async must(...args) {
    const { status, output } = await this.run(...args);
    if (status !== 0) throw new Error(`throughline ${args.join(" ")} failed:\n${output}`);
    return output;
  }

  /** Runs a command that has to refuse, and gives back what it said. */
  async refuses(...args) {
    const { status, output } = await this.run(...args);
    if (status === 0) throw new Error(`throughline ${args.join(" ")} should have refused, but said:\n${output}`);
    return output;
  }

  /** Starts the service and waits until it can answer. */
  async serve(command = "serve") {
    this.#log = "";
    this.#service = spawn(this.program, [command], { env: this.environment, cwd: this.folder });
    for (const stream of [this.#service.stdout, this.#service.stderr]) stream.on("data", (text) => (this.#log += text));
    const started = Date.now();
    while (!(await this.#isReady())) {
      if (this.#service.exitCode !== null) throw new Error(`the service did not start:\n${this.#log}`);
      if (Date.now() - started > READY_WITHIN_MS) throw new Error(`the service is not ready:\n${this.#log}`);
      await pause(100);
    }
  }

  async #isReady() {
    const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
    return answer?.ok ?? false;
  }

  /** What the service has said since it started. */
  get log() {
    return this.#log;
  }

  /** Tells the service to stop, and says how long that took. */
  async stop() {
    const service = this.#service;
    if (!service || service.exitCode !== null) return 0;
    const since = Date.now();
    const gone = new Promise((resolve) => service.once("exit", resolve));
    service.kill("SIGTERM");
    await gone;
    return Date.now() - since;
  }

  /** Ends the service without a warning, as a power cut does. */
  async kill() {
    const gone = new Promise((resolve) => this.#service.once("exit", resolve));
    this.#service.kill("SIGKILL");
    await gone;
  }

  /** Leaves nothing behind. */
  async end() {
    this.#service?.kill("SIGKILL");
    this.post.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

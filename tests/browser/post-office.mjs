// A stand-in for the two machines that take our messages on: a gateway for texts, and a mail server. It takes them as the
// real ones do, checks who sends them, and keeps them for whoever waits for one.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createMailServer } from "node:net";

/** One message of the network's oldest alphabet. */
const ONE_TEXT = 160;
const FROM = "Throughline <hello@throughline.example>";

export class PostOffice {
  #token = randomBytes(16).toString("hex");
  #gateway = createServer((request, response) => void this.#takeText(request, response));
  #mail = createMailServer((caller) => this.#takeLetter(caller));
  #arrived = [];
  #waiting = [];
  /** What was sent that must not be: said when somebody asks for a message. @type {Error[]} */
  #faults = [];

  static async start() {
    const office = new PostOffice();
    for (const server of [office.#gateway, office.#mail]) await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return office;
  }

  /** What tells the program of them. */
  get settings() {
    return {
      THROUGHLINE_TEXT_GATEWAY: `http://127.0.0.1:${this.#gateway.address().port}/texts`,
      THROUGHLINE_TEXT_GATEWAY_TOKEN: this.#token,
      THROUGHLINE_MAIL_SERVER: `smtp://127.0.0.1:${this.#mail.address().port}`,
      THROUGHLINE_MAIL_FROM: FROM,
    };
  }

  /** The next message that arrives: `{ to, text }`. */
  async next() {
    const message = this.#arrived.shift() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
    if (this.#faults.length > 0) throw this.#faults[0];
    return message;
  }

  /** The code in the next message to this number or address. Prompts to others may come in between. */
  async code(to) {
    let message = await this.next();
    while (message.to !== to) message = await this.next();
    return /\b\d{6}\b/.exec(message.text)?.[0] ?? assert.fail(`no code in: ${message.text}`);
  }

  /** How many messages nobody has waited for yet. */
  get left() {
    return this.#arrived.length;
  }

  stop() {
    this.#gateway.close();
    this.#mail.close();
  }

  #deliver(message) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(message);
    else this.#arrived.push(message);
  }

  async #takeText(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    // The hourly look whether it answers.
    if (request.method === "HEAD") return void response.writeHead(200).end();
    try {
      assert.equal(request.method, "POST");
      assert.equal(request.headers.authorization, `Bearer ${this.#token}`);
      const message = JSON.parse(Buffer.concat(parts).toString("utf8"));
      assert.deepEqual(Object.keys(message).sort(), ["reference", "text", "to"]);
      assert.match(message.to, /^\+447\d{9}$/);
      assert.ok(message.text.length <= ONE_TEXT, `one message: ${message.text}`);
      response.writeHead(202).end();
      this.#deliver(message);
    } catch (error) {
      response.writeHead(400).end();
      this.#faults.push(error);
      this.#deliver({});
    }
  }

  /** As much of SMTP (RFC 5321) as one letter needs. */
  #takeLetter(caller) {
    let [to, letter, unread] = ["", undefined, ""];
    const answer = (line) => {
      if (letter === undefined) {
        if (/^RCPT TO:/i.test(line)) to = /<(.+)>/.exec(line)?.[1] ?? "";
        if (/^DATA$/i.test(line)) letter = [];
        return letter ? "354 go on" : /^QUIT$/i.test(line) ? "221 bye" : "250 ok";
      }
      if (line !== ".") return void letter.push(line);
      const text = letter.slice(letter.indexOf("") + 1).join("\n");
      letter = undefined;
      this.#deliver({ to, text });
      return "250 taken";
    };
    caller.on("error", () => {});
    caller.write("220 mail.example ready\r\n");
    caller.on("data", (data) => {
      const lines = (unread + data).split("\r\n");
      unread = lines.pop();
      for (const line of lines) {
        const reply = answer(line);
        if (reply) caller.write(`${reply}\r\n`);
      }
    });
  }
}

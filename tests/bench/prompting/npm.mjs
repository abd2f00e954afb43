// The same messages to the same stand-in by npm's web-push, for comparison: what a message costs it in processor time.
//   npm install --prefix FOLDER web-push@3.6.7 && node tests/bench/prompting/npm.mjs FOLDER COUNT
import { createECDH, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { fork } from "node:child_process";
import { resolve } from "node:path";

if (process.argv[2] === "--sink") {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(201).end());
  });
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
} else {
  await measure(resolve(process.argv[2]), Number(process.argv[3] ?? 5000));
}

async function measure(folder, count) {
  const webPush = createRequire(`${folder}/`)("web-push");
  // It only speaks https: what it makes is sent on as it is, over connections that stay open.
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  const phone = createECDH("prime256v1");
  const keys = { p256dh: phone.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
  const sink = fork(import.meta.filename, ["--sink"]);
  const port = await new Promise((resolve) => sink.once("message", resolve));
  const { request, Agent: Plain } = await import("node:http");
  const agent = new Plain({ keepAlive: true, maxSockets: 64 });
  const vapidDetails = { subject: "mailto:throughline@example.org", publicKey, privateKey };
  const payload = JSON.stringify({ web_push: 8030, notification: { title: "Next Steps", body: "You have something new to look at.", navigate: "http://localhost/phone/", tag: "a".repeat(22), app_badge: "1" }, message: "0".repeat(36) });
  const one = (number) => new Promise((resolve, reject) => {
    const endpoint = `https://127.0.0.1/${number}`;
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, payload, { vapidDetails, TTL: 3600, topic: "a".repeat(22) });
    const sent = request({ port, agent, method: "POST", path: `/${number}`, headers }, (answer) => answer.resume().on("end", resolve));
    sent.on("error", reject).end(body);
  });
  for (let number = 0; number < 200; number += 1) await one(number);
  const before = process.cpuUsage();
  let next = 0;
  await Promise.all(Array.from({ length: 64 }, async () => {
    while (next < count) await one(next++);
  }));
  const { user, system } = process.cpuUsage(before);
  console.log(`${count} messages by npm web-push: ${Math.round((user + system) / count)} µs of processor each`);
  sink.kill();
}

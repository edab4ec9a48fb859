import { createSign, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { importKickPublicKey, verifyKickWebhook } from "../../../adapters/kick/webhook-signature.ts";

const pair = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
const { publicKey, privateKey } = pair();

const rawBody = '{"content":"héllo 💥"}';
const messageId = "01HXAMPLE";
const timestamp = "2026-01-14T16:08:06Z";
const sign = (text: string, key = privateKey) => createSign("RSA-SHA256").update(text).sign(key, "base64");
const webhook = {
  publicKeyPem: publicKey,
  messageId,
  timestamp,
  rawBody,
  signatureBase64: sign(`${messageId}.${timestamp}.${rawBody}`),
};

test("a body signed by the key's owner is true, as text and as bytes", async () => {
  expect(await verifyKickWebhook(webhook)).toBe(true);
  expect(await verifyKickWebhook({ ...webhook, rawBody: new TextEncoder().encode(rawBody) })).toBe(true);
});

describe("is false for", () => {
  test.each([
    ["another body", { rawBody: `${rawBody} ` }],
    ["another id", { messageId: "01HOTHER" }],
    ["another time", { timestamp: "2026-01-14T16:08:07Z" }],
    [
      "a signature by somebody else",
      { signatureBase64: sign(`${messageId}.${timestamp}.${rawBody}`, pair().privateKey) },
    ],
    ["another key", { publicKeyPem: pair().publicKey }],
    ["a signature that is no base64", { signatureBase64: "§§§" }],
    ["an empty signature", { signatureBase64: "" }],
    ["a key that is none", { publicKeyPem: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" }],
    ["no key", { publicKeyPem: "" }],
    ["a private key", { publicKeyPem: privateKey }],
  ])("%s", async (_, change) => expect(await verifyKickWebhook({ ...webhook, ...change })).toBe(false));
});

test("a key with Windows line ends or without a last line end is read", async () => {
  await expect(importKickPublicKey(publicKey.replaceAll("\n", "\r\n"))).resolves.toBeDefined();
  await expect(importKickPublicKey(publicKey.trim())).resolves.toBeDefined();
  await expect(importKickPublicKey("nothing")).rejects.toThrow(TypeError);
});

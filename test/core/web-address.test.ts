import { expect, test } from "vitest";
import { isEncryptedOrLocal, isPrivateHost } from "#core/web-address.ts";

const hostOf = (address: string) => new URL(address).hostname;

test.each([
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://10.1.2.3/",
  "http://100.64.0.1/",
  "http://100.127.255.255/",
  "http://169.254.169.254/latest/meta-data",
  "http://172.31.255.255/",
  "http://192.168.0.1/",
  "http://0.0.0.0/",
  "http://224.0.0.1/",
  "http://255.255.255.255/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:10.0.0.1]/",
  "http://[::ffff:8.8.8.8]/",
  "http://[::7f00:1]/",
  "http://[64:ff9b::a00:1]/",
  "http://[fc00::1]/",
  "http://[fd12:3456::1]/",
  "http://[fe80::1]/",
  "http://[ff02::1]/",
  "http://[2002:a00:1::]/",
  "http://[2001:db8::1]/",
  "http://localhost/",
  "http://localhost./",
  "http://a.localhost/",
  "http://router/",
  "http://printer.local/",
  "http://metadata.google.internal/",
  "http://nas.home.arpa/",
])("%s is private", (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(true);
});

test.each([
  "https://api.twitch.tv/",
  "https://8.8.8.8/",
  "https://100.63.255.255/",
  "https://100.128.0.0/",
  "https://172.15.0.1/",
  "https://172.32.0.1/",
  "https://169.253.0.1/",
  "https://[2606:4700::1111]/",
  "https://internal.example.com/",
  "https://localhost.example.com/",
])("%s is not", (address) => {
  expect(isPrivateHost(hostOf(address))).toBe(false);
});

test("what is not encrypted stays on this computer", () => {
  const allowed = (address: string) => isEncryptedOrLocal(new URL(address));
  expect(["https://a.tv", "http://localhost:1", "http://127.0.0.2", "http://[::1]"].map(allowed)).toEqual(
    Array.from({ length: 4 }, () => true),
  );
  expect(["http://a.tv", "http://10.0.0.1", "ftp://localhost", "http://localhost.a.tv"].map(allowed)).toEqual(
    Array.from({ length: 4 }, () => false),
  );
});

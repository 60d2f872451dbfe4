/**
 * What the small cluster needs to be spoken to under TLS with a password or a JWT, all of it made here and for this machine
 * only: `ca.pem` (trust it by NODE_EXTRA_CA_CERTS), `server.pem` of `localhost` and of no other name, `password` (the
 * user's, as LONGWORTH_TRINO_SECRET_FILE takes it), `password.db`, `jwt.key` to sign tokens with, `jwt.pem` to check them.
 */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export const USER = "ann";
const DAYS = "3650"; // as long as the folder is likely to live
const ROUNDS = 4096;

const openssl = (folder, ...args) =>
  execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

/** Fills the folder, once. @returns {boolean} false where the machine has no openssl: then there is no TLS */
export function makeSecrets(folder) {
  if (existsSync(folder)) return true;
  try {
    openssl(".", "version");
  } catch {
    return false;
  }
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  makeCertificate(part);
  const keep = (name, text) => writeFileSync(path.join(part, name), text, { mode: 0o600 });
  const password = randomBytes(18).toString("base64url");
  keep("password", `${password}\n`);
  keep("password.db", `${hashed(USER, password)}\n`);
  keep("shared-secret", randomBytes(32).toString("base64"));
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  keep("jwt.key", privateKey.export({ type: "pkcs8", format: "pem" }));
  keep("jwt.pem", publicKey.export({ type: "spki", format: "pem" }));
  renameSync(part, folder);
  return true;
}

/** Of an authority that nobody knows, for the name `localhost`. */
function makeCertificate(folder) {
  const key = ["-newkey", "rsa:2048", "-nodes"];
  openssl(folder, "req", "-x509", ...key, "-days", DAYS, "-subj", "/CN=Longworth test authority", "-keyout", "ca.key", "-out", "ca.pem"); // prettier-ignore
  openssl(folder, "req", ...key, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr");
  writeFileSync(path.join(folder, "names"), "subjectAltName=DNS:localhost\n");
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", DAYS, "-extfile", "names"];
  openssl(folder, "x509", "-req", "-in", "server.csr", ...signed, "-out", "server.crt");
  const both = ["server.crt", "server.key"].map((name) => readFileSync(path.join(folder, name), "utf8"));
  writeFileSync(path.join(folder, "server.pem"), both.join(""), { mode: 0o600 });
}

/** A line as the `file` authenticator takes it: PBKDF2 of HMAC-SHA1. */
function hashed(user, password) {
  const salt = randomBytes(16);
  const hash = pbkdf2Sync(password, salt, ROUNDS, 32, "sha1");
  return `${user}:${ROUNDS}:${salt.toString("hex")}:${hash.toString("hex")}`;
}

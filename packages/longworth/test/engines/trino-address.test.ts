/** Addresses and secrets: what is taken, what is refused, and that no secret is repeated. */
import { chmodSync, writeFileSync } from "node:fs";
import * as files from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trinoSecret } from "../../src/cli/trino-secret.js";
import { authorization, isTrino, parseTrinoAddress } from "../../src/engines/trino-address.js";
import { bound, literal, parseExact } from "../../src/engines/trino-values.js";
import { emptyFolder } from "../support/effects.js";

describe("addresses", () => {
  test("name a server, a user and a table, and may set session properties and tags", () => {
    const text = "trinos://ann%40shop@trino.example:8443/hive/shop/orders?session.retry_policy=TASK&tags=a,b";
    expect(isTrino(text)).toBe(true);
    expect(parseTrinoAddress(text)).toEqual({
      server: "https://trino.example:8443",
      user: "ann@shop",
      catalog: "hive",
      schema: "shop",
      table: "orders",
      session: { retry_policy: "TASK" },
      tags: ["a", "b"],
    });
    expect(parseTrinoAddress("trino://ann@host/a/b/c").server).toBe("http://host:8080");
    expect(isTrino("orders.csv")).toBe(false);
  });

  test.each([
    "trino://ann@host/hive/shop",
    "trino://ann@host/hive/shop/orders/more",
    "trino://host/hive/shop/orders",
    "trino://ann@host/hive//orders",
    "trino://ann@host/a/b/c?passwort=x",
    "trino://[",
  ])("%s is refused", (text) => {
    expect(() => parseTrinoAddress(text)).toThrow(expect.objectContaining({ code: "bad_arguments" }));
  });

  test("a password in one is refused and not repeated", () => {
    const parse = (): unknown => parseTrinoAddress("trino://ann:hunter2@host/a/b/c");
    expect(parse).toThrow(expect.objectContaining({ code: "bad_arguments" }));
    expect(parse).not.toThrow(/hunter2/);
  });
});

describe("secrets", () => {
  const tls = { server: "https://host" };
  const secret = (env: Record<string, string>, at = tls) => trinoSecret(at, { env, files });

  test("come from the environment", async () => {
    expect(await secret({})).toEqual({ none: true });
    expect(authorization("ann", await secret({ LONGWORTH_TRINO_PASSWORD: "p:w" }))).toBe("Basic YW5uOnA6dw==");
    expect(authorization("ann", await secret({ LONGWORTH_TRINO_TOKEN: "abc" }))).toBe("Bearer abc");
    expect(authorization("ann", await secret({}))).toBeUndefined();
  });

  test("come from a file that only its owner reads", async () => {
    const file = path.join(emptyFolder(), "secret");
    writeFileSync(file, "token: abc\n", { mode: 0o600 });
    expect(await secret({ LONGWORTH_TRINO_SECRET_FILE: file })).toEqual({ token: "abc" });
    writeFileSync(file, "pass word\nnote\n");
    expect(await secret({ LONGWORTH_TRINO_SECRET_FILE: file })).toEqual({ password: "pass word" });
    chmodSync(file, 0o640);
    await expect(secret({ LONGWORTH_TRINO_SECRET_FILE: file })).rejects.toMatchObject({ code: "bad_arguments" });
  });

  test("are one, and travel under TLS only", async () => {
    const two = { LONGWORTH_TRINO_PASSWORD: "a", LONGWORTH_TRINO_TOKEN: "b" };
    await expect(secret(two)).rejects.toMatchObject({ code: "bad_arguments" });
    const clear = secret({ LONGWORTH_TRINO_TOKEN: "b" }, { server: "http://host" });
    await expect(clear).rejects.toMatchObject({ code: "bad_arguments" });
  });
});

describe("values", () => {
  /** What a server would read out of one literal that starts the text; the rest must be empty. */
  const readLiteral = (text: string): string => {
    expect(text).toMatch(/^'(?:[^']|'')*'$/u);
    return text.slice(1, -1).replaceAll("''", "'");
  };

  test("texts are literals, whatever is in them", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => readLiteral(literal(value)) === value));
    const statement = fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(statement, ([text, value]) => {
        const sent = bound(text, [value]);
        const inner = `'${text.replaceAll("'", "''")}'`;
        return sent === `EXECUTE IMMEDIATE ${inner} USING '${value.replaceAll("'", "''")}'`;
      }),
    );
  });

  test("doubles keep every bit", () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(numbers, (value) => Object.is(Number(literal(value)), value)));
  });

  test("whole numbers of 16 digits and more arrive as text, in text they are left alone", () => {
    const exact = '{"data":[[9007199254740993,-1234567890123456789,1.2345678901234567E19,12,"[9007199254740993]"]]}';
    expect(parseExact(exact)).toEqual({
      data: [["9007199254740993", "-1234567890123456789", 1.2345678901234567e19, 12, "[9007199254740993]"]],
    });
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), fc.string(), (wholes, text) => {
        const read = parseExact(`[[${wholes.join(",")}],${JSON.stringify(text)}]`) as [unknown[], string];
        return read[1] === text && read[0].every((cell, i) => BigInt(cell as string) === wholes[i]);
      }),
    );
  });
});

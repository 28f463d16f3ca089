import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { outputOf, withChild } from "./children.mjs";
import { digestOf } from "./suite/digest.mjs";
import { problemReport, problemsOf, readDigests, statusOf, tableOf, writeDigests } from "./verdict.mjs";

const first = { name: 'a fit {"l2":0}', digest: "1".repeat(64) };
const second = { name: "another fit", digest: "2".repeat(64) };
const good = {
  checks: [{ name: "a check", ok: true, message: "" }],
  digests: [first, second],
  digest: "3".repeat(64),
};
const expected = readDigests(writeDigests(good));

describe("what a runtime gave", () => {
  it("is passed with every check and the digest expected, and then there are no problems", () => {
    expect(statusOf(good, good.digest)).toBe("passed");
    expect(problemsOf(good, expected)).toEqual([]);
  });

  it("is skipped, not passed, where the runtime is not installed", () => {
    expect(statusOf(undefined, good.digest)).toBe("skipped");
  });

  it("is failed by an error, by one check, by no checks at all and by another digest", () => {
    const broken = { ...good, checks: [...good.checks, { name: "b", ok: false, message: "expected 1, got 2" }] };
    expect(statusOf({ error: "ended with 1" }, good.digest)).toBe("failed");
    expect(statusOf(broken, good.digest)).toBe("failed");
    expect(statusOf({ ...good, checks: [] }, good.digest)).toBe("failed");
    expect(statusOf(good, "4".repeat(64))).toBe("failed");
    expect(problemsOf(broken, expected)).toEqual(["b: expected 1, got 2"]);
  });

  it("names the fits whose digests differ, those that are new and that some are missing", () => {
    const other = { ...good, digest: "5".repeat(64), digests: [first, { ...second, digest: "6".repeat(64) }] };
    expect(problemsOf(other, expected)).toEqual(["another fit: digest 666666666666, expected 222222222222"]);
    const more = {
      ...good,
      digest: "5".repeat(64),
      digests: [...good.digests, { name: "new", digest: "7".repeat(64) }],
    };
    expect(problemsOf(more, expected)).toEqual(["new: digest 777777777777, expected none"]);
    const fewer = { ...good, digest: "5".repeat(64), digests: [first] };
    expect(problemsOf(fewer, expected)).toEqual(["digest.txt has fits that the suite has not"]);
  });

  it("is reported once for all runtimes that have the same problems, with a hint where they agree with each other", () => {
    const changed = { ...good, digest: "5".repeat(64), digests: [first, { ...second, digest: "6".repeat(64) }] };
    const line = "another fit: digest 666666666666, expected 222222222222";
    const skipped = { name: "Deno", result: undefined };
    const both = [{ name: "Node", result: changed }, skipped, { name: "Bun", result: changed }];
    expect(problemReport(both, expected)).toBe(
      `Node; Bun:\n${line}\n\nThe runtimes agree with each other, not with digest.txt: if that is meant, --update.`,
    );
    const one = [{ name: "Node", result: changed }, skipped, { name: "Bun", result: good }];
    expect(problemReport(one, expected)).toBe(`Node:\n${line}`);
    expect(problemReport([{ name: "Node", result: good }, skipped], expected)).toBe("");
  });

  it("is reported in twenty lines at most, and how many more", () => {
    const checks = Array.from({ length: 23 }, (_, i) => ({ name: `check ${i}`, ok: false, message: "no" }));
    const report = problemReport([{ name: "Node", result: { ...good, checks } }], expected);
    expect(report.split("\n").slice(-2)).toEqual(["check 19: no", "and 3 more"]);
  });

  it("is a table of columns", () => {
    expect(
      tableOf([
        ["runtime", "digest"],
        ["Node", "0123456789"],
      ]),
    ).toBe("runtime  digest\n-------  ----------\nNode     0123456789");
  });
});

describe("the digest", () => {
  it("is SHA-256: of nothing, and of FIPS 180-2's abc in two parts", async () => {
    expect(await digestOf([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(await digestOf(["a", "bc"])).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("sees the last bit of a number, and the sign of zero", async () => {
    const digests = await Promise.all([1, 1 + 2 ** -52, 0, -0].map((value) => digestOf([Float64Array.of(value)])));
    expect(new Set(digests).size).toBe(4);
  });
});

describe("a child process", () => {
  const node = process.execPath;
  const forever = "setInterval(() => {}, 1000)";
  const never = () => new Promise<never>(() => {});

  it("gives what it wrote once it has ended well", async () => {
    expect(await outputOf([node, "-e", "console.log(1 + 1)"], {})).toBe("2\n");
  });

  it("that fails, or does not exist, is an error with what it said", async () => {
    await expect(outputOf([node, "-e", "throw new Error('broken')"], {})).rejects.toThrow(/ended with 1[\s\S]*broken/);
    await expect(outputOf(["/no/such/program"], {})).rejects.toThrow(/program .*ENOENT/);
  });

  it("that hangs is killed when its time is up, and so are its own children", async () => {
    // the grandchild shares stdout, which closes when both are gone
    const code = `require("child_process").spawn(process.execPath, ["-e", "${forever}"], { stdio: "inherit" }); ${forever}`;
    let closed: Promise<unknown> = never();
    const hanging = withChild(
      [node, "-e", code],
      {},
      (child) => {
        closed = once(child, "close");
        return never();
      },
      1.5,
    );
    await expect(hanging).rejects.toThrow("gave no result within 1.5 s");
    await closed;
  });
});

/** The test table: customers with numbers, texts of three and of two levels, and booleans. */

export interface Customer {
  readonly id: string;
  readonly age: number;
  readonly plan: string;
  readonly income: number;
  readonly sex: string;
  readonly member: boolean;
  readonly churned: string;
}

const PLANS = ["pro", "basic", "team"];

/** 60 rows, of which the ages fit into a typed array of any type, and the incomes into floats. */
export const customers: readonly Customer[] = Array.from({ length: 60 }, (_, i) => {
  const age = 20 + ((i * 7) % 47);
  const plan = PLANS[((i * i + i) % 5) % 3] as string;
  const income = ((i * 13) % 40) / 4;
  const sex = (i * 11) % 7 < 3 ? "male" : "female";
  const member = (i * 5) % 9 < 4;
  const score = (age - 42) / 12 + (plan === "pro" ? 1 : 0) + (sex === "male" ? 0.5 : 0) + 1.5 * Math.sin(i * i + 1);
  return { id: `c${i}`, age, plan, income, sex, member, churned: score > 0 ? "yes" : "no" };
});

export const OPTIONS = { target: "churned", drop: ["id"] } as const;

/** The same as columns. */
export function columnsOf<Row extends object>(rows: readonly Row[]): { [Name in keyof Row]: Row[Name][] } {
  const names = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as never;
}

/** Which of the encoded columns hold numbers. */
export const STANDARDIZE = [true, false, false, false, true, false, false];

/** A customer's encoded row, written by hand. */
export function encodedByHand({ age, plan, income, sex, member }: Omit<Customer, "id" | "churned">): number[] {
  const isPlan = ["basic", "pro", "team"].map((level) => (plan === level ? 1 : 0));
  return [age, ...isPlan, income, sex === "male" ? 1 : 0, member ? 1 : 0];
}

/** Rows of numbers as one row-major matrix. */
export function matrixOf(rows: readonly (readonly number[])[]) {
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
}

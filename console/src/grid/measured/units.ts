/** A value of V or W as people say it: from a thousand on in thousands. */
export function inThousands(value: number, unit: string): [value: number, unit: string] {
  return Math.abs(value) >= 1_000 ? [value / 1_000, `k${unit}`] : [value, unit]
}

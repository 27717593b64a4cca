/** A value of V or W as people say it, with its decimals: from a thousand on in thousands. */
export function inThousands(value: number, unit: string): [value: number, unit: string, digits: number] {
  if (Math.abs(value) < 1_000) return [value, unit, 1]
  return [value / 1_000, `k${unit}`, unit === 'V' ? 2 : 1]
}

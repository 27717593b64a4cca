const LONGEST = 9

/** The end of an id, which tells it from its neighbours; whole where it is short. */
export function shortId(id: string): string {
  return id.length <= LONGEST ? id : `…${id.slice(1 - LONGEST)}`
}

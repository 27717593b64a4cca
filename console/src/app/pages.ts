import type { Page } from './definePage'

const found = import.meta.glob<{ default: Page }>(
  ['../*/page.ts', '../grid/*/page.ts', '../cameras/*/page.ts'],
  {
    eager: true,
  },
)

/** Every page of the console, in the order of the navigation. */
export const PAGES: readonly Page[] = Object.values(found)
  .map((module) => module.default)
  .sort((a, b) => (a.order ?? 1000) - (b.order ?? 1000))

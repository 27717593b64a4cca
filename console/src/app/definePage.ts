import type { IconNode } from 'lucide'
import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** What a page says of itself in the `page.ts` of its folder; that file alone puts it into the console. */
export interface Page {
  /** Path patterns of wouter, the first without parameters: the one that the navigation opens. */
  paths: readonly [string, ...string[]]
  component: LazyExoticComponent<ComponentType>
  /** Key of its name in the navigation and in the browser's title. */
  title: string
  icon: IconNode
  /** Place in the navigation, from 10 in steps of 10; none for a page that is reached from others only. */
  order?: number
  /** What stands at its name in the navigation, e.g. how much waits there. */
  badge?: ComponentType
  /** The action of the policies that its main call needs; who may not take it does not see the page. */
  action?: string
}

/** Says a page: its `load` is what makes the browser fetch its code. */
export function definePage(
  about: Omit<Page, 'component'>,
  load: () => Promise<{ default: ComponentType }>,
): Page {
  return { ...about, component: lazy(load) }
}

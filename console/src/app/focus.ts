import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** Where somebody goes on whose control is gone: the nearest part of the page that stays. */
const HOMES = 'li, section, article, main'

/** Puts the focus on a part of the page as a whole; the next Tab leads into it. */
function goOnAt(home: HTMLElement): void {
  if (!home.hasAttribute('tabindex')) {
    home.tabIndex = -1
    home.addEventListener('blur', () => home.removeAttribute('tabindex'), { once: true })
  }
  home.focus({ preventScroll: true })
}

const nobodyHasIt = () => document.activeElement === null || document.activeElement === document.body

/**
 * Gives the focus to a form as it opens: to what carries `data-autofocus`, else to its first field or the chosen one of
 * its first choice. Letters are letters then, no shortcuts. Who is in the form as it goes is led on where it stood.
 */
export function useFormFocus(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const first =
      form.current?.querySelector<HTMLElement>('[data-autofocus]') ??
      form.current?.querySelector<HTMLElement>('input:checked, input:not([type="radio"]), textarea')
    first?.focus()
  }, [form])
  useLayoutEffect(() => {
    const made = form.current
    const home = made?.parentElement?.closest<HTMLElement>(HOMES)
    return () => {
      if (!home || !made?.contains(document.activeElement)) return
      queueMicrotask(() => {
        if (home.isConnected && nobodyHasIt()) goOnAt(home)
      })
    }
  }, [form])
}

/** Leads on at a section who has acted by a control of it that the act took away; `busy` while the act is under way. */
export function useKeptFocus(section: RefObject<HTMLElement | null>, busy: boolean): void {
  const within = useRef(false)
  useLayoutEffect(() => {
    const box = section.current
    if (busy) within.current = box?.contains(document.activeElement) ?? false
    else if (within.current && box) {
      within.current = false
      if (nobodyHasIt()) goOnAt(box)
    }
  }, [section, busy])
}

import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Confirm } from '../../app/Confirm'
import { useText } from '../../i18n/text'

/** Asks before what is drawn and not saved is left; it stays in the tab as a draft either way. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const text = useText()
  const [, go] = useLocation()
  const [to, setTo] = useState<string | null>(null)
  useEffect(() => {
    if (!dirty) return
    const unload = (event: BeforeUnloadEvent) => event.preventDefault()
    const click = (event: MouseEvent) => {
      const held = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
      if (event.defaultPrevented || event.button !== 0 || held) return
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      if (!link || link.target || link.hasAttribute('download')) return
      if (link.origin !== location.origin || link.pathname === location.pathname) return
      event.preventDefault()
      event.stopPropagation()
      setTo(link.pathname + link.search)
    }
    window.addEventListener('beforeunload', unload)
    document.addEventListener('click', click, true)
    return () => {
      window.removeEventListener('beforeunload', unload)
      document.removeEventListener('click', click, true)
    }
  }, [dirty])
  return (
    <Confirm
      opened={to !== null}
      onClose={() => setTo(null)}
      title={text('console-cameras-leave')}
      label={text('console-cameras-leave-yes')}
      onConfirm={() => {
        if (to !== null) go(to)
        setTo(null)
      }}
    >
      {text('console-cameras-leave-hint')}
    </Confirm>
  )
}

import { Text, UnstyledButton } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { useText } from '../i18n/text'
import { Icon } from './Icon'
import { PAGES } from './pages'
import classes from './Rail.module.css'
import { useSession } from './session'

/** The navigation: one large target a page, word under picture. */
export function Rail() {
  const text = useText()
  const { actions } = useSession()
  const [path] = useLocation()
  const shown = PAGES.filter(
    (page) => page.order !== undefined && (!page.action || actions.includes(page.action)),
  )
  return (
    <nav aria-label={text('console-navigation')} className={classes.rail}>
      {shown.map((page) => {
        const home = page.paths[0]
        const current = home === '/' ? path === '/' : path === home || path.startsWith(`${home}/`)
        return (
          <UnstyledButton
            key={home}
            component={Link}
            href={home}
            className={classes.target}
            aria-current={current ? 'page' : undefined}
          >
            <Icon of={page.icon} />
            <Text component="span" className={classes.word}>
              {text(page.title)}
            </Text>
            {page.badge && <page.badge />}
          </UnstyledButton>
        )
      })}
    </nav>
  )
}

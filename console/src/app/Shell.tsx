import { AppShell } from '@mantine/core'
import { Compass } from 'lucide'
import { Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { DrillBanner } from '../drills/DrillBanner'
import { setTimeZone } from '../i18n/format'
import { useText } from '../i18n/text'
import type { Page } from './definePage'
import { ErrorBoundary } from './ErrorBoundary'
import { Header } from './Header'
import { PAGES } from './pages'
import { Rail } from './Rail'
import classes from './Shell.module.css'
import { SimulationBanner } from './SimulationBanner'
import { useCity, useLanguageOfSession, useOwnDraftsOnly, useSession } from './session'
import { Empty, Loading } from './states'
import { usePageTitle } from './useTitle'

/** What stands around every page: header, navigation, the word on simulated assets. */
export function Shell() {
  const [path] = useLocation()
  useLanguageOfSession()
  useOwnDraftsOnly()
  return (
    <AppShell header={{ height: '3.5rem' }} navbar={{ width: '5.75rem', breakpoint: 0 }} padding={0}>
      <AppShell.Header>
        <Header />
      </AppShell.Header>
      <AppShell.Navbar>
        <Rail />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <ErrorBoundary of={path}>
          <Suspense fallback={<Loading page />}>
            <CityFirst />
          </Suspense>
        </ErrorBoundary>
      </AppShell.Main>
    </AppShell>
  )
}

/** The pages, once the city is known: all of them need its kinds, names and time zone. */
function CityFirst() {
  const city = useCity()
  const { actions } = useSession()
  const text = useText()
  setTimeZone(city.time_zone)
  return (
    <>
      <SimulationBanner />
      <DrillBanner />
      <div className={classes.page}>
        <Suspense fallback={<Loading page />}>
          <Switch>
            {PAGES.filter((page) => !page.action || actions.includes(page.action)).flatMap((page) =>
              page.paths.map((pattern) => (
                <Route key={pattern} path={pattern}>
                  <Titled page={page} />
                </Route>
              )),
            )}
            <Route>
              <Empty icon={Compass} title={text('console-no-such-page')} page />
            </Route>
          </Switch>
        </Suspense>
      </div>
    </>
  )
}

function Titled({ page }: { page: Page }) {
  const text = useText()
  usePageTitle(text(page.title))
  return <page.component />
}

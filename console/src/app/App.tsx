import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { makeQueryClient, sessionQuery } from '../api/queries'
import { LanguageProvider } from '../i18n/LanguageProvider'
import { LiveProvider } from '../live/LiveProvider'
import { ErrorBoundary } from './ErrorBoundary'
import { Shell } from './Shell'
import { SignIn } from './SignIn'
import { SessionContext } from './session'
import { SIGN_IN_PATH } from './signin'
import { Loaded } from './states'
import { theme } from './theme'

/** The server puts a fresh nonce into the page; without it the browser would refuse Mantine's styles. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}

export function App() {
  const [client] = useState(makeQueryClient)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <LanguageProvider>
        <QueryClientProvider client={client}>
          <Notifications position="bottom-center" />
          <ErrorBoundary of="console">
            <Gate />
          </ErrorBoundary>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  )
}

/** Lets through who is signed in, and asks everybody else to sign in. */
function Gate() {
  const session = useQuery(sessionQuery)
  const [path] = useLocation()
  if (path === SIGN_IN_PATH) return <SignIn />
  return (
    <Loaded query={session} page>
      {(found) =>
        found ? (
          <SessionContext.Provider value={found}>
            <LiveProvider>
              <Shell />
            </LiveProvider>
          </SessionContext.Provider>
        ) : (
          <SignIn />
        )
      }
    </Loaded>
  )
}

import { Button, Center, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { answer, api } from '../api/client'
import { KEYS, takeSession } from '../api/queries'
import { useText } from '../i18n/text'
import { Icon } from './Icon'
import { useAddPasskey, usePasskeySignIn } from './passkeys'
import classes from './SignIn.module.css'
import { SIGN_IN_PATH, tokenIn } from './signin'
import { Failed, Loading } from './states'

/** Signs in with the token of a one-time link, then offers a passkey; without a token, with a passkey. */
export function SignIn() {
  const client = useQueryClient()
  const [path, go] = useLocation()
  const begun = useRef(false)
  const signIn = useMutation({
    mutationFn: (token: string) => answer(api.POST('/api/v1/signin/link', { body: { token } })),
    onSuccess: (session) => takeSession(client, session),
  })
  const { mutate } = signIn

  // What an earlier person has read does not wait for the next one. Here no page is left that shows any of it.
  useEffect(
    () => client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.session }),
    [client],
  )

  useEffect(() => {
    const token = tokenIn(location.hash)
    if (!token || begun.current) return
    begun.current = true
    // Out of the address, so that it stays neither in the history nor on a screen that others see.
    history.replaceState(null, '', SIGN_IN_PATH)
    mutate(token)
  }, [mutate])

  // Only at its own address does this page stay, to offer a passkey, once somebody is signed in.
  const onToken = (token: string) => (path === SIGN_IN_PATH ? mutate(token) : go(`${SIGN_IN_PATH}#${token}`))

  return (
    <Center component="main" className={classes.page}>
      <Paper withBorder shadow="sm" p="xl" radius="lg" className={classes.card}>
        <Stack>
          <img src="/favicon.svg" alt="" className={classes.mark} />
          <Title order={1} size="h2">
            Luy Lâu
          </Title>
          {signIn.isPending && <Loading />}
          {signIn.isError && <Failed error={signIn.error} />}
          {signIn.isSuccess ? (
            <PasskeyOffer name={signIn.data.user.name} onDone={() => go('/')} />
          ) : (
            !signIn.isPending && <Ways onToken={onToken} />
          )}
        </Stack>
      </Paper>
    </Center>
  )
}

function PasskeyOffer({ name, onDone }: { name: string; onDone: () => void }) {
  const text = useText()
  const add = useAddPasskey(onDone)
  return (
    <>
      <Text>{text('console-welcome', { name })}</Text>
      <Text c="dimmed">{text('console-passkey-why')}</Text>
      <Button
        leftSection={<Icon of={KeyRound} size={20} />}
        loading={add.isPending}
        onClick={() => add.mutate()}
      >
        {text('console-passkey-add')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {text('console-passkey-later')}
      </Button>
    </>
  )
}

function Ways({ onToken }: { onToken: (token: string) => void }) {
  const text = useText()
  const [, go] = useLocation()
  const passkey = usePasskeySignIn()
  const [link, setLink] = useState('')
  const token = tokenIn(link)
  return (
    <>
      <Text c="dimmed">{text('console-sign-in-how')}</Text>
      <Button
        leftSection={<Icon of={KeyRound} size={20} />}
        loading={passkey.isPending}
        onClick={() => passkey.mutate(undefined, { onSuccess: () => go('/') })}
      >
        {text('console-sign-in-passkey')}
      </Button>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (token) onToken(token)
        }}
      >
        <Stack>
          <TextInput
            label={text('console-sign-in-link')}
            description={text('console-sign-in-link-hint')}
            value={link}
            autoComplete="off"
            onChange={(event) => setLink(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!token}>
            {text('console-sign-in')}
          </Button>
        </Stack>
      </form>
    </>
  )
}

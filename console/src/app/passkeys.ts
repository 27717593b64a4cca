import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../api/client'
import { Problem } from '../api/problem'
import { takeSession } from '../api/queries'
import { useText } from '../i18n/text'
import { useSayDone } from './done'
import { useShowProblem } from './problems'

/** The person turned the browser's question down, or the device has no passkey for this address. */
function refused(error: unknown): never {
  if (error instanceof Problem) throw error
  throw new Problem(0, 'console-passkey-refused')
}

/** Makes a passkey on this device and registers it. */
export function useAddPasskey(onDone?: () => void) {
  const text = useText()
  const say = useSayDone()
  const show = useShowProblem()
  return useMutation({
    mutationFn: async () => {
      const { options } = await answer(api.POST('/api/v1/session/passkeys/options'))
      const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
      const credential = await startRegistration({ optionsJSON }).catch(refused)
      const body = { credential: { ...credential }, label: text('console-passkey-label') }
      return answer(api.POST('/api/v1/session/passkeys', { body }))
    },
    onSuccess: () => {
      say(text('console-passkey-added'))
      onDone?.()
    },
    onError: show,
  })
}

/** Signs in with a passkey of this device. */
export function usePasskeySignIn() {
  const client = useQueryClient()
  const show = useShowProblem()
  return useMutation({
    mutationFn: async () => {
      const { options } = await answer(api.POST('/api/v1/signin/passkey/options'))
      const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
      const credential = await startAuthentication({ optionsJSON }).catch(refused)
      return answer(api.POST('/api/v1/signin/passkey', { body: { credential: { ...credential } } }))
    },
    onSuccess: (session) => takeSession(client, session),
    onError: show,
  })
}

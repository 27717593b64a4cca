import { answer, api } from '../../api/client'

/** The address of a clip's picture and of the clip itself. */
export const thumbnailPath = (clip: string): string => `/api/v1/clips/${encodeURIComponent(clip)}/thumbnail`
export const videoPath = (clip: string): string => `/api/v1/clips/${encodeURIComponent(clip)}/video`

/** Fetches the package of evidence of a clip; it is logged, with the reason. */
export async function packageOf(clip: string, why: string): Promise<Blob> {
  const params = { path: { clip }, query: { why } }
  return (await answer(
    api.POST('/api/v1/clips/{clip}/package', { params, parseAs: 'blob' }),
  )) as unknown as Blob
}

/** Fetches the sealed original of a clip; it is logged, with the reason. */
export async function originalOf(clip: string, why: string): Promise<Blob> {
  const params = { path: { clip }, query: { why } }
  return (await answer(
    api.GET('/api/v1/clips/{clip}/original', { params, parseAs: 'blob' }),
  )) as unknown as Blob
}

/** Hands a file to the person. */
export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken hold of the file by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

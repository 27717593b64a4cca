/** Path of the API that hands a channel's observations out as a file. */
export function exportPath(
  asset: string,
  channel: string,
  span: { start: number; end: number },
  format: 'csv' | 'parquet',
): string {
  const query = new URLSearchParams({
    start: new Date(span.start).toISOString(),
    end: new Date(span.end).toISOString(),
    format,
  })
  return `/api/v1/assets/${encodeURIComponent(asset)}/channels/${encodeURIComponent(channel)}/export?${query}`
}

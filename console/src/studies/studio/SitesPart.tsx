import { useText } from '../../i18n/text'
import { FileField } from '../files/FileField'
import { SITE_SOURCES, type Sites } from '../study'
import { Choice, Figure, Kinds } from './fields'
import { useForm } from './form'

/** Where something may stand. */
export function SitesPart() {
  const text = useText()
  const { study, edit } = useForm()
  const { sites } = study
  const put = (part: Partial<Sites>, path = '') => edit({ sites: { ...sites, ...part } }, path)
  return (
    <>
      <Choice
        path="sites.source"
        label={text('console-studies-field-sites')}
        value={sites.source}
        choices={SITE_SOURCES}
        said={(one) => text(`console-studies-sites-${one}`)}
        // A file that the form shows no more would be held back from being deleted.
        onChange={(source) => put({ source, ...(source !== 'file' && { file: '' }) })}
      />
      {sites.source === 'assets' && (
        <Kinds
          path="sites.kinds"
          label={text('console-studies-field-kinds')}
          value={sites.kinds}
          onChange={(kinds) => put({ kinds })}
        />
      )}
      {sites.source === 'file' && (
        <FileField
          use="points"
          path="sites.file"
          label={text('console-studies-field-file')}
          description={text('console-studies-file-hint')}
          value={sites.file}
          onChange={(file, path) => put({ file }, path)}
        />
      )}
      {sites.source === 'raster' && (
        <Figure
          path="sites.step_m"
          label={text('console-studies-field-step-m')}
          value={sites.step_m}
          min={10}
          max={100_000}
          step={100}
          onChange={(step_m, path) => put({ step_m }, path)}
        />
      )}
      {(['buildings', 'roads'] as const).map((field) => (
        <FileField
          key={field}
          use={field}
          optional
          path={field}
          label={text(`console-studies-field-${field}`)}
          description={text(`console-studies-${field}-hint`)}
          value={study[field]}
          onChange={(file, path) => edit({ [field]: file }, path)}
        />
      ))}
      <Figure
        path="sites.most"
        label={text('console-studies-field-most')}
        description={text('console-studies-most-hint')}
        value={sites.most}
        whole
        onChange={(most, path) => put({ most }, path)}
      />
    </>
  )
}

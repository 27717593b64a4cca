import { createTheme, type MantineColorsTuple, rem } from '@mantine/core'

/** Celadon, the green of the region's old kilns; white on its shade 7 reads at more than 4.5 to 1. */
const celadon: MantineColorsTuple = [
  '#e9f7f4',
  '#d3ebe6',
  '#a5d7cc',
  '#74c3b2',
  '#4cb19c',
  '#2f9c87',
  '#1f8673',
  '#146b5c',
  '#0f5449',
  '#0a3f37',
]

/** Red for what cannot be taken back; white on its shade 7 reads at more than 4.5 to 1, which Mantine's does not. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#f06565',
  '#e03131',
  '#c92a2a',
  '#a61e1e',
  '#8a1717',
]

const TARGET = rem(48)

/** Every control is at least 48 px high, for fingers and gloves. */
export const theme = createTheme({
  colors: { celadon, red },
  primaryColor: 'celadon',
  primaryShade: 7,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontFamily: 'var(--luylau-font)',
  headings: { fontFamily: 'var(--luylau-font)', fontWeight: '650' },
  components: {
    Button: { vars: () => ({ root: { '--button-height': TARGET } }) },
    ActionIcon: { defaultProps: { size: TARGET, variant: 'subtle' } },
    Chip: { vars: () => ({ root: { '--chip-size': TARGET } }) },
    CloseButton: { defaultProps: { size: TARGET } },
    Input: { vars: () => ({ wrapper: { '--input-height': TARGET } }) },
    InputClearButton: { defaultProps: { size: TARGET } },
    // A list opens when it is asked for: one that opened with the focus would take the Escape that is meant for its form.
    Select: { defaultProps: { clearSectionMode: 'clear', rightSectionWidth: TARGET, openOnFocus: false } },
    MultiSelect: { defaultProps: { clearSectionMode: 'clear', rightSectionWidth: TARGET } },
    Checkbox: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    // The page itself never scrolls, and the lock would need a style element that the content policy refuses.
    Modal: { defaultProps: { centered: true, lockScroll: false } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: false } } },
  },
})

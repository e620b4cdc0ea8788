"""create_app(config): the service, wired together."""

from flask import Flask

from schemas import resolving
from schemas.resolving import Resolver
from service import (
    auth,
    deprecation,
    docs,
    health,
    logs,
    metrics,
    openapi,
    precheck,
    problems,
    requestid,
    reviewpage,
    throttle,
    traces,
)
from service.config import Config
from service.store.database import Database
from service.v1 import (
    articles,
    batch,
    changes,
    claimreviews,
    claims,
    deliveries,
    exports,
    keys,
    leases,
    likenesses,
    progress,
    reviewsettings,
    reviewstats,
    verdicts,
    webhooks,
)

# In the order of the documentation.
RESOURCES = (
    articles,
    batch,
    progress,
    claims,
    likenesses,
    claimreviews,
    leases,
    verdicts,
    reviewsettings,
    reviewstats,
    changes,
    exports,
    webhooks,
    deliveries,
    keys,
)


def create_app(config: Config, resolve: Resolver = resolving.addresses) -> Flask:
    """The WSGI application. Nothing is connected before the first request, so a server may fork after this.

    `resolve` tells where the name of a webhook leads.
    """
    app = Flask("factclaims", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_bytes
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config.update(openapi.SETTINGS)
    app.url_map.strict_slashes = True
    app.url_map.redirect_defaults = False
    app.url_map.merge_slashes = False
    app.extensions["config"] = config
    app.extensions["resolver"] = resolve
    app.extensions["database"] = Database(
        config.database_url,
        size=config.database_pool,
        wait_seconds=config.database_wait_seconds,
        statement_seconds=config.statement_seconds,
    )
    # In the order in which a request meets them.
    for concern in (requestid, logs):
        concern.register(app)
    traces.register(app, config)
    precheck.register_paths(app)
    auth.register(app)
    throttle.register(app, config)
    auth.register_scopes(app)
    precheck.register_shape(app)
    metrics.register(app)
    deprecation.register(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(docs.blueprint)
    app.register_blueprint(reviewpage.blueprint)
    api = openapi.Api(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.blueprint)
    problems.register(app)
    auth.check_declared(app)
    app.extensions["openapi"] = openapi.text(app, api)
    return app

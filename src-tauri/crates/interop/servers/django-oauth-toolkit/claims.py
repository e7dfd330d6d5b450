"""What an id token and the page about oneself say of a person."""

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {"groups": "profile"}

    def get_additional_claims(self):
        return {
            "preferred_username": lambda request: request.user.username,
            "email": lambda request: request.user.email,
            "groups": lambda request: [group.name for group in request.user.groups.all()],
        }

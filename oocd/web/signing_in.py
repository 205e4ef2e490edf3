"""Signing in and out with a password; single sign-on and second factors will stand beside this door."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput, GovTextInput
from wtforms import EmailField, PasswordField, SubmitField
from wtforms.validators import DataRequired

from oocd import audit
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.errors import WrongPassword
from oocd.db import db, everywhere
from oocd.web.access import NO_AREA, NOBODY, SignedIn, csrf, public
from oocd.web.pages import own_page

bp = Blueprint("signing_in", __name__)


class SignInForm(FlaskForm):
    email = EmailField("E-mail address", [DataRequired("Enter your e-mail address.")], widget=GovTextInput())
    password = PasswordField("Password", [DataRequired("Enter your password.")], widget=GovPasswordInput())
    submit = SubmitField("Sign in", widget=GovSubmitInput())


@bp.route("/sign-in", methods=["GET", "POST"])
@public("the door itself")
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("web/sign_in.html", form=form), 422 if form.errors else 200
    try:
        person = accounts.check_password(form.email.data or "", form.password.data or "")
    except WrongPassword as error:
        _log("denied", NOBODY, NO_AREA)
        form.form_errors = [error.detail]
        return render_template("web/sign_in.html", form=form), 422
    session.permanent = True  # so that it ends after PERMANENT_SESSION_LIFETIME without a request
    actor = accounts.actor(person.id)
    login_user(SignedIn(actor, person.session_epoch))
    _log("signed in", actor, *(sorted(actor.areas) or [NO_AREA]))
    return redirect(own_page(request.args.get("next")) or url_for("casefile_pages.cases"))


@bp.post("/sign-out")
@public("leaving needs no permission")
def sign_out() -> ResponseReturnValue:
    csrf.protect()
    if current_user.is_authenticated:
        accounts.end_sessions(current_user.actor)
        db.session.commit()
    logout_user()
    return redirect(url_for("signing_in.sign_in"))


def _log(action: str, by: Actor, *areas: str) -> None:
    with everywhere():
        for area in areas:
            audit.record_access(action, area=area, subject="-", by=by, details={"route": request.endpoint})
        db.session.commit()

"""The filter of the development sets: errors stay, matters of taste go."""

from __future__ import annotations

import pytest

pytest.importorskip("lemminflect")
errors_only = pytest.importorskip("benchmarks.quality.errors_only")

TASTE = {
    "contraction": ("You do not need to change the file.", "You don't need to change the file."),
    "contraction, back": ("It's the right way to do the work.", "It is the right way to do the work."),
    "house style": ("You can utilize the tool for the tests.", "You can use the tool for the tests."),
    "house style, small words": ("The value which you set is used.", "The value that you set is used."),
    "by using": ("You change it using the command.", "You change it by using the command."),
    "dialect": ("The colour of the button is wrong.", "The color of the button is wrong."),
    "dialect, -ise": ("You can organise the files in folders.", "You can organize the files in folders."),
    "serial comma": ("It has lists, maps and sets for you.", "It has lists, maps, and sets for you."),
    "opening comma": ("Now you can start the server again.", "Now, you can start the server again."),
    "capital of a term": ("Open the app catalog of the site.", "Open the App Catalog of the site."),
    "hyphen": ("It is a good real time view of the data.", "It is a good real-time view of the data."),
    "joined": ("Open the web site of the project.", "Open the website of the project."),
    "code": ("Then call the getUser method of the class.", "Then call the get_user method of the class."),
    "number": ("It works in version 1.2 of the tool.", "It works in version 1.3 of the tool."),
    "link text": ("See the list of the available flag.", "See the list of the available flags."),
    "click here": ("For the whole list click here.", "For the whole lists click here."),
    "content": ("The server sends the data to the client.", "The server sends the data to the browser."),
    "name": ("The Koltin compiler is fast enough for it.", "The Kotlin compiler is fast enough for it."),
    "one error, one taste": (
        "The colour of the buttons are wrong.",
        "The color of the buttons is wrong.",
    ),
    "nothing changed": ("The server is up to date now.", "The server is up to date now."),
}
ERRORS = {
    "article": ("You need to open new file in the editor.", "You need to open a new file in the editor."),
    "preposition": ("It depends of the size of the file.", "It depends on the size of the file."),
    "agreement": ("The list of the files are empty.", "The list of the files is empty."),
    "verb form": ("You should updated the file in the folder.", "You should update the file in the folder."),
    "number": ("There are many example in the folder.", "There are many examples in the folder."),
    "spelling": ("The responce is sent to the client.", "The response is sent to the client."),
    "missing copula": (
        "If the name incorrect, change it here first.",
        "If the name is incorrect, change it here first.",
    ),
    "repeated": ("This is the the best way to do it.", "This is the best way to do it."),
    "mix-up": ("Then you can see it's name in the list.", "Then you can see its name in the list."),
    "clause comma": (
        "If you close the window the text is lost.",
        "If you close the window, the text is lost.",
    ),
    "possessive": ("Read the users choice from the form.", "Read the user's choice from the form."),
    "pronoun I": ("Then i open the file in the editor.", "Then I open the file in the editor."),
    "weekday": ("We meet on monday in the office.", "We meet on Monday in the office."),
    "a or an": ("You need to make a index of the words.", "You need to make an index of the words."),
    "has or have": ("The new users has access to the data.", "The new users have access to the data."),
    "on or in": ("The meeting is in Monday in the office.", "The meeting is on Monday in the office."),
    "two errors": ("It depend of the size of the file.", "It depends on the size of the file."),
}


@pytest.mark.parametrize("name", TASTE)
def test_taste_is_left_out(name: str) -> None:
    assert not errors_only.mends_errors(*TASTE[name])


@pytest.mark.parametrize("name", ERRORS)
def test_errors_stay(name: str) -> None:
    assert errors_only.mends_errors(*ERRORS[name])

-- A search is always of one contact's history, whose rows are found by interaction_by_start, newest first, and looked at one by one. Over all contacts'
-- words, beginnings of two words took the database hundreds of milliseconds, because it thinks them rare.
drop index interaction_by_word;

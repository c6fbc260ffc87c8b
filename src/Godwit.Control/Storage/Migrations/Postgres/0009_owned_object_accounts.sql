-- Which of a provider's accounts keeps a thing, where the provider has several; empty for its only one.
alter table owned_objects add column account text not null default '';

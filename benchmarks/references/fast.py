"""The same on FastAPI and SQLAlchemy's asynchronous session, over the tables as they are found."""

import os
from contextlib import asynccontextmanager
from datetime import date, datetime

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.declarative import DeferredReflection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

_engine = create_async_engine(os.environ["DATABASE_URL"].replace("postgres://", "postgresql+asyncpg://"), pool_size=5)
_sessions = async_sessionmaker(_engine, expire_on_commit=False)


class Base(DeferredReflection, DeclarativeBase):
    pass


class Token(Base):
    __tablename__ = "authtoken_token"


class Tag(Base):
    __tablename__ = "contacts_tag"


class Role(Base):
    __tablename__ = "contacts_accessrole"


class Tagging(Base):
    __tablename__ = "contacts_taggedcontact"
    content_object_id: Mapped[int] = mapped_column(ForeignKey("contacts_contact.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("contacts_tag.id"))


class Grant(Base):
    __tablename__ = "contacts_accessgrant"
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts_contact.id"))
    role_id: Mapped[int] = mapped_column(ForeignKey("contacts_accessrole.id"))
    role: Mapped[Role] = relationship()


class Contact(Base):
    __tablename__ = "contacts_contact"
    tags: Mapped[list[Tag]] = relationship(secondary="contacts_taggedcontact", viewonly=True)
    grants: Mapped[list[Grant]] = relationship(viewonly=True)


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class RoleOut(Out):
    reference: str
    name: str


class GrantOut(Out):
    role: RoleOut
    status: str
    expires_at: datetime | None


class TagOut(Out):
    name: str


_TEXTS = str.split(
    "type title first_name last_name company registered_number tax_number position phone mobile email "
    "username website biography department division reference customer_number account_number "
    "sms_optout_reason address_title address_first_name address_last_name address_company address_line1 "
    "address_line2 address_line3 address_city address_region address_postcode address_country"
)


class ContactOut(Out):
    __annotations__ = {
        "id": int,
        **dict.fromkeys(_TEXTS, str),
        "more_emails": list[str],
        **dict.fromkeys(("date_of_birth", "start_date", "leave_date"), date | None),
        **dict.fromkeys(("created_at", "modified_at"), datetime),
        "sms_optout_date": datetime | None,
        "tags": list[TagOut],
        "grants": list[GrantOut],
    }


class Page(BaseModel):
    count: int
    items: list[ContactOut]


@asynccontextmanager
async def _lifespan(app):
    async with _engine.begin() as connection:
        await connection.run_sync(Base.prepare)
    yield


async def session():
    async with _sessions() as opened:
        yield opened


async def caller(header=Depends(HTTPBearer()), db: AsyncSession = Depends(session)):  # noqa: B008
    token = await db.scalar(select(Token).where(Token.key == header.credentials))
    if token is None:
        raise HTTPException(401)
    return token


app = FastAPI(lifespan=_lifespan, dependencies=[Depends(caller)])


def _whole():
    related = selectinload(Contact.tags), selectinload(Contact.grants).joinedload(Grant.role)
    return select(Contact).options(*related).order_by(Contact.created_at, Contact.id)


@app.get("/contacts/{contact_id}", response_model=ContactOut)
async def one(contact_id: int, db: AsyncSession = Depends(session)):  # noqa: B008
    contact = await db.scalar(_whole().where(Contact.id == contact_id))
    if contact is None:
        raise HTTPException(404)
    return contact


@app.get("/contacts", response_model=Page)
async def many(limit: int = 50, offset: int = 0, db: AsyncSession = Depends(session)):  # noqa: B008
    count = await db.scalar(select(func.count()).select_from(Contact))
    return {"count": count, "items": (await db.scalars(_whole().limit(limit).offset(offset))).all()}

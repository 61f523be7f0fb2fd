//! A view whose type is forgotten, which is what every component gives back.
//!
//! On the server it is leptos's `AnyView`. In the browser that costs too much: it keeps code for
//! hydrating lazily loaded pages, which are not used here, for every view: a fifth of the bundle.
//! This one keeps what is used, and takes over the same HTML.

#[cfg(feature = "hydrate")]
pub use browser::Part;
/// A view of any type.
#[cfg(not(feature = "hydrate"))]
pub type Part = leptos::tachys::view::any_view::AnyView;

/// Forgets the type of a view.
pub trait IntoPart {
    fn into_part(self) -> Part;
}

#[cfg(not(feature = "hydrate"))]
impl<T: leptos::prelude::IntoAny> IntoPart for T {
    fn into_part(self) -> Part {
        self.into_any()
    }
}

/// A view that never takes over the elements of the one before in its place: they, what is typed in them and
/// where the focus is belong to what that one showed.
#[cfg(feature = "hydrate")]
pub use browser::anew;

#[cfg(not(feature = "hydrate"))]
pub fn anew(view: impl leptos::prelude::IntoAny) -> Part {
    view.into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::any::{Any, TypeId};

    use leptos::attr::Attribute;
    use leptos::attr::any_attribute::AnyAttribute;
    use leptos::prelude::{AddAnyAttr, IntoAny, Mountable, Render, RenderHtml};
    use leptos::tachys::hydration::Cursor;
    use leptos::tachys::renderer::Rndr;
    use leptos::tachys::renderer::types::{Element, Node, Placeholder};
    use leptos::tachys::view::any_view::AnyView;
    use leptos::tachys::view::{Position, PositionState};

    use super::IntoPart;

    /// A view of any type.
    pub struct Part(Box<dyn Piece>);

    impl<T: RenderHtml> IntoPart for T {
        fn into_part(self) -> Part {
            Part(Box::new(self.into_owned()))
        }
    }

    /// What a view can do, whatever its type.
    trait Piece: Send {
        fn build(self: Box<Self>) -> PartState;
        fn rebuild(self: Box<Self>, state: &mut PartState);
        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> PartState;
    }

    impl<T: RenderHtml + 'static> Piece for T {
        fn build(self: Box<Self>) -> PartState {
            let shown = Box::new(Render::build(*self));
            PartState {
                view: TypeId::of::<T>(),
                shown,
                placeholder: (!T::EXISTS).then(Rndr::create_placeholder),
            }
        }

        fn rebuild(self: Box<Self>, state: &mut PartState) {
            let shown: &mut dyn Any = &mut *state.shown;
            match shown.downcast_mut::<T::State>() {
                // Views of two types may have states of one.
                Some(shown) if state.view == TypeId::of::<T>() => Render::rebuild(*self, shown),
                _ => state.replace(self.build()),
            }
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> PartState {
            let shown = Box::new(RenderHtml::hydrate::<true>(*self, cursor, position));
            PartState {
                view: TypeId::of::<T>(),
                shown,
                placeholder: (!T::EXISTS).then(|| cursor.next_placeholder(position)),
            }
        }
    }

    /// See [`anew`](super::anew).
    pub fn anew<T: RenderHtml + 'static>(view: T) -> Part {
        Part(Box::new(Anew(view)))
    }

    struct Anew<T>(T);

    impl<T: RenderHtml + 'static> Piece for Anew<T> {
        fn build(self: Box<Self>) -> PartState {
            Box::new(self.0).build()
        }

        fn rebuild(self: Box<Self>, state: &mut PartState) {
            state.replace(self.build());
        }

        fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> PartState {
            Box::new(self.0).hydrate(cursor, position)
        }
    }

    /// What a view holds while it is shown, whatever its type.
    trait Shown: Mountable + Any {}

    impl<T: Mountable + 'static> Shown for T {}

    /// A part that is shown.
    pub struct PartState {
        view: TypeId,
        shown: Box<dyn Shown>,
        /// Keeps the place of a view that has no nodes.
        placeholder: Option<Placeholder>,
    }

    impl PartState {
        fn replace(&mut self, mut new: PartState) {
            self.insert_before_this(&mut new);
            self.unmount();
            *self = new;
        }
    }

    impl Mountable for PartState {
        fn unmount(&mut self) {
            self.shown.unmount();
            self.placeholder.unmount();
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            self.shown.mount(parent, marker);
            self.placeholder.mount(parent, marker);
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            self.shown.insert_before_this(child) || self.placeholder.insert_before_this(child)
        }

        fn elements(&self) -> Vec<Element> {
            self.shown.elements()
        }
    }

    impl Render for Part {
        type State = PartState;

        fn build(self) -> PartState {
            self.0.build()
        }

        fn rebuild(self, state: &mut PartState) {
            self.0.rebuild(state);
        }
    }

    impl AddAnyAttr for Part {
        type Output<New: Attribute> = <AnyView as AddAnyAttr>::Output<New>;

        fn add_any_attr<New: Attribute>(self, attribute: New) -> Self::Output<New> {
            self.into_any().add_any_attr(attribute)
        }
    }

    impl RenderHtml for Part {
        type AsyncOutput = Self;
        type Owned = Self;

        const MIN_LENGTH: usize = 0;

        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> PartState {
            self.0.hydrate(cursor, position)
        }

        fn into_owned(self) -> Self {
            self
        }

        // The server writes the HTML.
        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> Self {
            self
        }

        fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}
    }
}

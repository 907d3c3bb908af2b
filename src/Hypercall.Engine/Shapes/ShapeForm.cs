namespace Hypercall.Engine.Shapes;

/// <summary>How what a shape walks stands in text; in bytes every form is its fields one after the other.</summary>
internal enum ShapeForm
{
    /// <summary>An object of named fields.</summary>
    Fields,

    /// <summary>Fields of the object that it is a part of.</summary>
    Inline,

    /// <summary>In a list: its only field, without a name.</summary>
    Value,

    /// <summary>As <see cref="Value"/>, each at most once and in ascending order.</summary>
    Member,

    /// <summary>In a list: its fields without names, as a list of their own.</summary>
    Row,

    /// <summary>Its first field names it, the others are an object; ascending by that name.</summary>
    Named,

    /// <summary>Its first field names it, the second is what stands there; ascending by that name.</summary>
    NamedValue,
}

namespace Godwit.Policy.Configuration.Shapes;

/// <summary>
/// What a piece of a document has to look like; derived from the types that people's text is bound to.
/// </summary>
public abstract record Shape
{
    /// <summary>What is expected, in words for an error message.</summary>
    public abstract string Expected { get; }
}

/// <summary>Any text.</summary>
public sealed record TextShape : Shape
{
    public override string Expected => "text";
}

/// <summary>true or false.</summary>
public sealed record BooleanShape : Shape
{
    public override string Expected => "true or false";
}

/// <summary>A whole number between bounds, both inclusive.</summary>
public sealed record IntegerShape(long Least, long Most) : Shape
{
    public override string Expected => "a whole number";
}

/// <summary>A decimal number.</summary>
public sealed record NumberShape : Shape
{
    public override string Expected => "a number";
}

/// <summary>An instant, RFC 3339 with its offset.</summary>
public sealed record InstantShape : Shape
{
    public override string Expected => "an instant with its offset such as 2024-07-09T00:00:00Z";
}

/// <summary>A day, ISO 8601.</summary>
public sealed record DayShape : Shape
{
    public override string Expected => "a day such as 2024-07-09";
}

/// <summary>One word of several.</summary>
public sealed record ChoiceShape(IReadOnlyList<string> Names) : Shape
{
    public override string Expected => "one of " + string.Join(", ", Names);
}

/// <summary>Any number of values of one shape.</summary>
public sealed record ListShape(Shape Element) : Shape
{
    public override string Expected => "a list";
}

/// <summary>Values of one shape under keys that the writer chooses.</summary>
public sealed record DictionaryShape(ChoiceShape? Keys, Shape Value) : Shape
{
    public override string Expected => "a map";
}

/// <summary>A map with known keys.</summary>
public sealed record ObjectShape(IReadOnlyList<ShapeMember> Members) : Shape
{
    /// <summary>The member a scalar stands for where the map may be written as one.</summary>
    public ShapeMember? Shorthand { get; init; }

    public override string Expected => Shorthand is null ? "a map" : $"a map, or {Shorthand.Shape.Expected}";

    public ShapeMember? Find(string name) => Members.FirstOrDefault(m => m.Name == name);
}

/// <summary>A known key of a map.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Description">What it means.</param>
/// <param name="Default">What holds when it is not there, as JSON; null when nothing does.</param>
public sealed record ShapeMember(string Name, Shape Shape, bool Required, string? Description, string? Default);

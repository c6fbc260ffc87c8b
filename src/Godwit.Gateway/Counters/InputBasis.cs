namespace Godwit.Gateway.Counters;

/// <summary>By what a request's input was bounded.</summary>
internal enum InputBasis
{
    /// <summary>It has none that counts.</summary>
    None,

    /// <summary>The bytes of the body.</summary>
    Bytes,

    /// <summary>Its tokens, by the model's own vocabulary.</summary>
    Counted,

    /// <summary>What the model takes at all, for each call of a tool that the provider runs and once more.</summary>
    Tools,

    /// <summary>What the model takes at all: the body refers to what it does not hold.</summary>
    Context,
}

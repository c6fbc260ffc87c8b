namespace Godwit.Policy.Configuration;

/// <summary>Says that a map may be written as one scalar, which stands for the named member.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShorthandAttribute(string member) : Attribute
{
    /// <summary>The C# name of the member the scalar stands for.</summary>
    public string Member { get; } = member;
}

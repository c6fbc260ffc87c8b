namespace Godwit.Policy.Contracts;

/// <summary>Text that must not be shown: prints stars wherever it is formatted by mistake.</summary>
public sealed class Secret(string value)
{
    /// <summary>The text itself, for the one place that sends it.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}

namespace Godwit.Host.Cli.Output;

/// <summary>How a verb shows its result.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,
    Json,
    Yaml,
}

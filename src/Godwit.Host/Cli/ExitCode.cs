namespace Godwit.Host.Cli;

/// <summary>What the process says by its exit code. Scripts depend on these.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was understood and did not succeed.</summary>
    public const int Failure = 1;

    /// <summary>The command line or the settings are wrong; nothing was done.</summary>
    public const int WrongUsage = 2;
}

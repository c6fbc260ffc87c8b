namespace Godwit.Host.Cli;

/// <summary>A line that says what a command is waiting for; only where somebody looks at a terminal.</summary>
internal sealed class Progress : IDisposable
{
    private TextWriter? terminal;
    private readonly int width;

    private Progress(TextWriter? terminal, string text)
    {
        this.terminal = terminal;
        width = text.Length;
        terminal?.Write(text);
        terminal?.Flush();
    }

    /// <summary>Shows the line until it is disposed of.</summary>
    public static Progress Begin(CommandContext context, string text)
    {
        var seen = ReferenceEquals(context.Error, System.Console.Error) && !System.Console.IsErrorRedirected;
        return new Progress(seen ? context.Error : null, $"{text} …");
    }

    /// <summary>Wipes the line; once is enough.</summary>
    public void Dispose()
    {
        terminal?.Write($"\r{new string(' ', width)}\r");
        terminal = null;
    }
}

using Godwit.Host;
using Godwit.Host.Cli;

// First of all: the runtime reads the switch once, when the first socket is made.
InlineCompletions.Enable();
return await GodwitCommandLine.RunAsync(args);

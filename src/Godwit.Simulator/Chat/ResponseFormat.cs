namespace Godwit.Simulator.Chat;

/// <summary>What form the answer's content has.</summary>
internal enum ResponseFormat
{
    Text,
    JsonObject,
    JsonSchema,
}

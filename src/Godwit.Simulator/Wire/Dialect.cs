namespace Godwit.Simulator.Wire;

/// <summary>The wire formats that simulated providers speak.</summary>
internal enum Dialect
{
    /// <summary>OpenAI Chat and the operations beside it.</summary>
    Chat,

    /// <summary>OpenAI Responses.</summary>
    Responses,

    /// <summary>Anthropic Messages.</summary>
    Messages,

    /// <summary>Gemini's generateContent and the methods beside it.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's Converse.</summary>
    Converse,

    /// <summary>Tencent Cloud's action ChatCompletions.</summary>
    Tencent,

    /// <summary>SenseNova's own door.</summary>
    SenseNova,

    /// <summary>Alibaba Model Studio's own door.</summary>
    DashScope,
}

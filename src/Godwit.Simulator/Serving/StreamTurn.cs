namespace Godwit.Simulator.Serving;

/// <summary>How a stream goes on.</summary>
internal enum StreamTurn
{
    GoOn,

    /// <summary>Nothing more is sent.</summary>
    End,

    /// <summary>The answer ends by the content filter.</summary>
    Filter,
}

//! Which nodes of a graph lead to each other.

/// Tarjan's algorithm without recursion: the number of each node's component.
pub(super) fn strongly_connected(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut component) =
        (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut next, mut components) = (0, 0);
    let mut stack = Vec::new();
    for root in 0..count {
        if index[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
            } else {
                let child = edges[node][edge - 1];
                low[node] = low[node].min(low[child]);
            }
            let mut pushed = false;
            for (at, &child) in edges[node].iter().enumerate().skip(edge) {
                if index[child] == UNSEEN {
                    work.push((node, at + 1));
                    work.push((child, 0));
                    pushed = true;
                    break;
                }
                if component[child] == UNSEEN {
                    low[node] = low[node].min(index[child]);
                }
            }
            if !pushed && low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = components;
                    if member == node {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}
